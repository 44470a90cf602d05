"""Texts that exports are measured on: ranges of int8, agreement with torch, quality where a workspace has few tickets.

Written for this purpose: what support tickets look like, short and long, in several languages and scripts, with code,
addresses and numbers, because a range that was never seen is clipped.
"""

from __future__ import annotations

SHORT = (
    "How do I reset my password?",
    "I can't log in",
    "The password reset mail never arrives, not even in spam",
    "Two-factor codes are rejected since I changed my phone",
    "My account is locked after too many attempts, can you unlock it",
    "where do i change the e-mail address of my account",
    "How can I delete my account and all of my data?",
    "I was charged twice this month",
    "Please refund my last order, I bought the wrong plan",
    "Can I get an invoice with our VAT number on it?",
    "How do I upgrade from personal to agency?",
    "My card was declined although there is money on it",
    "cancel my subscription",
    "Does the licence renew by itself?",
    "Licence key says invalid after moving to a new domain",
    "How many sites may I use one licence on?",
    "Do you offer a discount for non-profits?",
    "What is the difference between Pro and Lifetime",
    "The plugin will not activate: fatal error on line 214",
    "White screen after updating to 3.2.1",
    "Critical error on this website since this morning!!!",
    "Update failed, could not create directory",
    "Which PHP version do you require?",
    "Is it compatible with WordPress 6.5 and PHP 8.3?",
    "Conflict with a caching plugin, styles are missing",
    "The site got very slow after I installed it",
    "Gallery images do not load on iPhone",
    "Lightbox opens behind the menu",
    "How do I change the colour of the button?",
    "Can I translate the text 'Read more'?",
    "Shortcode shows as plain text on the page",
    "Google Maps shows 'for development purposes only'",
    "Contact form says sent but I receive nothing",
    "SMTP error: could not authenticate",
    "Mails from the form land in spam",
    "How do I add a file upload field?",
    "reCAPTCHA does not appear",
    "Export entries to CSV is empty",
    "Import stops at 40 percent without an error",
    "How do I move everything to another server?",
    "Backups fail: disk quota exceeded",
    "Restore ended with a blank database",
    "Webhook returns 403 Forbidden",
    "REST API: rest_cookie_invalid_nonce",
    "API rate limit, what is allowed?",
    "CORS error when I call the endpoint from localhost:3000",
    "The calendar is one hour off since the clocks changed",
    "Bookings are shown twice",
    "Customers cannot pay with PayPal",
    "Stripe payments stay pending",
    "Tax is not added for customers in Norway",
    "Coupon SUMMER does not work for variable products",
    "Shipping cost is wrong for parcels above 20 kg",
    "Order confirmation mail has no items in it",
    "Stock goes negative",
    "Is there an app?",
    "dark mode please",
    "How do I turn off notifications?",
    "Search finds nothing on my own site",
    "Menu does not close on mobile",
    "Sitemap has pages that I deleted",
    "The cookie banner comes back on each page",
    "Is it GDPR compliant? Where is data stored?",
    "Video does not autoplay in Safari",
    "Fonts look different in Firefox",
    "Attachments larger than 8 MB fail",
    "Printer is offline though it is switched on",
    "VPN disconnects every ten minutes",
    "Cannot sync folders over IMAP, server asks for OAuth",
    "Where are the log files?",
    "thanks",
    "Any news on this?",
    "Hello??",
    "it does not work",
    "Wie setze ich mein Passwort zurück?",
    "Die Rechnung enthält die falsche Adresse",
    "Nach dem Update ist die Seite weiß",
    "Comment puis-je annuler mon abonnement ?",
    "Le formulaire n'envoie plus rien depuis hier",
    "Où se trouve ma clé de licence ?",
    "¿Cómo cambio el idioma del panel?",
    "Il pagamento non va a buon fine",
    "Sut ydw i'n newid fy nghyfrinair?",
    "كيف أغير كلمة المرور؟",
    "لم أستلم الفاتورة",
    "ログインできません",
    "Как вернуть деньги за заказ?",
    "🙏🙏 help",
)

LONG = (
    "Hi there,\n\nI bought the agency licence last week and moved the site from staging.example.com to the live "
    "domain on Friday. Since then the plugin page only says 'Licence invalid (code 12)'. I tried to deactivate it "
    "on staging first but that site is gone now, so I can't. I also cleared the cache, removed the key, pasted it "
    "again without spaces, and waited a night.\n\nCould you free the old activation? We go live with a customer on "
    "Monday and the updates are switched off until this works.\n\nWordPress 6.4.3, PHP 8.1.27, nginx.",
    "After today's automatic update I get this:\n\nPHP Fatal error:  Uncaught TypeError: array_merge(): Argument "
    "#2 must be of type array, null given in /var/www/html/wp-content/plugins/gallery-pro/src/Settings.php:214\n"
    "Stack trace:\n#0 /var/www/html/wp-content/plugins/gallery-pro/src/Settings.php(214): array_merge()\n#1 "
    "/var/www/html/wp-includes/class-wp-hook.php(324): GalleryPro\\Settings->load()\n#2 {main}\n  thrown in "
    "Settings.php on line 214\n\nI renamed the folder by FTP to get back in. Rolling back to 3.2.0 helps, 3.2.1 "
    "and 3.2.2 both break.",
    "We send about 4,000 mails a day through our own server. Since the 3rd, roughly one in ten is refused with "
    "'550 5.7.1 Unauthenticated email is not accepted due to domain policy'. SPF and DKIM pass when I check them "
    "with an online tool, DMARC is p=quarantine. Nothing was changed on our side. The strange thing is that the "
    "same mail goes through when I send it again an hour later. I attach headers of one that passed and one that "
    "did not. Is there a setting for the envelope sender, or do we have to use a relay? "
    "https://example.com/docs/smtp does not mention it.",
    "Three things: 1) the booking calendar shows times in UTC although Settings > General says Berlin; 2) "
    "customers get the reminder twice, once at 09:00 and once at 10:00; 3) if somebody cancels, the slot stays "
    "blocked until I save the whole day again by hand. I turned off all other plugins and switched to Twenty "
    "Twenty-Four, no difference. It worked before the clocks went forward. A screenshot is attached. Please do not "
    "just tell me to clear the cache.",
    "Dear support, I have asked for a refund on the 2nd, on the 5th and again yesterday, and every time I get the "
    "same automatic reply. I was charged 249.00 EUR for a renewal which I had cancelled in March; the confirmation "
    "of the cancellation is below. I do not want a voucher and I do not want to 'pause' anything. If the money is "
    "not on my account by the end of the week I will dispute the payment with my bank and leave a review.",
    "```js\nconst res = await fetch('https://api.example.com/v2/entries?per_page=100&page=3', {\n  headers: { "
    "Authorization: `Bearer ${token}` },\n});\nif (!res.ok) throw new Error(`${res.status} ${await res.text()}`);\n"
    "```\nPages 1 and 2 come back fine, page 3 is always "
    '{"code":"rest_post_invalid_page_number","data":{"status":400}} though the header X-WP-TotalPages says '
    "7. With per_page=50 it fails at page 5. Is there a hard limit of 200 rows, and if so, how do I get at the "
    "rest? We sync every night with cron, node 20, no proxy in between.",
    "Guten Tag, seit dem letzten Update werden in unserem Shop die Versandkosten doppelt berechnet, aber nur, wenn "
    "der Kunde als Gast bestellt und die Lieferadresse von der Rechnungsadresse abweicht. Angemeldete Kunden sind "
    "nicht betroffen. Wir haben die Versandzonen geprüft, den Cache geleert und alle Erweiterungen einzeln "
    "deaktiviert. Im Protokoll steht nur 'shipping package hash mismatch'. Können Sie uns sagen, wie wir auf "
    "Version 8.4 zurückkommen?",
    "Bonjour, notre site affiche une page blanche dès que l'on active l'extension. L'hébergeur dit que la mémoire "
    "PHP est limitée à 128 Mo et refuse de l'augmenter. Le journal indique « Allowed memory size of 134217728 "
    "bytes exhausted (tried to allocate 20480 bytes) ». Existe-t-il un mode léger, ou faut-il changer d'hébergeur "
    "? Nous avons environ 12 000 produits et 45 000 images. Merci d'avance pour votre aide.",
    "- Windows 11 23H2, 16 GB\n- Client 115.6.0 (64-bit)\n- IMAP, port 993, SSL/TLS, OAuth2\n\nSteps: open the "
    "account, click 'Get messages', the browser window with the sign-in page opens, I sign in, the window closes "
    "and then 'Authentication failure while connecting to server imap.example.com'. Cookies are allowed. The same "
    "account works on the phone and on another PC. I have removed and added it again, deleted the saved tokens in "
    "the password manager, created a new profile, and disabled the antivirus. 0x80072EE7 shows in the event log.",
)


def calibration_texts() -> list[str]:
    """Texts of every length up to some hundreds of tokens."""
    runs = [" ".join(SHORT[start : start + 12]) for start in range(0, len(SHORT), 12)]
    return [*SHORT, *LONG, *runs, "\n\n".join(LONG)]


def quality_texts() -> list[str]:
    """Distinct texts, enough of them to have neighbours."""
    return [*SHORT, *LONG, *(part for text in LONG for part in text.split(". ") if len(part) > 20)]
